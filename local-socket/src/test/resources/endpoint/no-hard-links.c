/* Preloaded into a process, it makes the file system one without hard links. */

#include <errno.h>

int link(const char *existing, const char *created) {
	(void) existing;
	(void) created;
	errno = EPERM;
	return -1;
}

int linkat(int existing_directory, const char *existing, int created_directory, const char *created, int flags) {
	(void) existing_directory;
	(void) created_directory;
	(void) flags;
	return link(existing, created);
}
