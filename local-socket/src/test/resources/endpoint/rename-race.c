// Preloaded into a process, it lets others be faster: before a file is moved to be examined another one comes in its
// place, $FIRST, and before that one can be put back a third one has come, $SECOND.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int rename(const char *source, const char *target)
{
	static int (*real)(const char *, const char *);
	size_t length = strlen(target);
	real = dlsym(RTLD_NEXT, "rename");
	if (length < 2 || strcmp(target + length - 2, "/m") != 0) {
		return real(source, target);
	}
	unlink(source);
	link(getenv("FIRST"), source);
	int result = real(source, target);
	link(getenv("SECOND"), source);
	return result;
}
