#define _GNU_SOURCE
#include "programs.h"

#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// What runs in the guard is called between fork and exec of a process with threads: no lock that another thread may have
// held is taken, so nothing of stdio, malloc or opendir.

enum { most = 256 };

struct directory_entry {
  unsigned long long inode;
  long long offset;
  unsigned short length;
  unsigned char type;
  char name[];
};

static void close_all_but(int kept) {
#ifdef SYS_close_range
  // Of a process without standard input the pipe may be file 0, before which there is nothing to close.
  if ((kept == 0 || syscall(SYS_close_range, 0U, (unsigned)kept - 1, 0) == 0) && syscall(SYS_close_range, (unsigned)kept + 1, ~0U, 0) == 0) return;
#endif
  long limit = sysconf(_SC_OPEN_MAX);
  if (limit < 0 || limit > 65536) limit = 65536;
  for (int file = 0; file < limit; file++) if (file != kept) close(file);
}

// Whether one of the texts in /proc/PROCESS/environ, which are separated by zeros, begins with `entry`.
static int is_marked(const char *process, const char *entry) {
  char path[64] = "/proc/";
  strcat(path, process);
  strcat(path, "/environ");
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  char piece[4096];
  size_t matched = 0;
  int matches = 1, found = 0;
  ssize_t count;
  while (!found && (count = read(file, piece, sizeof piece)) > 0) {
    for (ssize_t i = 0; i < count && !found; i++) {
      if (piece[i] == 0) {
        matched = 0;
        matches = 1;
      } else if (matches && piece[i] == entry[matched]) {
        found = entry[++matched] == 0;
      } else {
        matches = 0;
      }
    }
  }
  close(file);
  return found;
}

// Ends what carries the mark, each with its group where it leads one. Returns how many there were.
static int end_marked(const char *entry) {
  int folder = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return 0;
  int ended = 0;
  _Alignas(8) char names[8192];
  long count;
  while ((count = syscall(SYS_getdents64, folder, names, sizeof names)) > 0) {
    for (long place = 0; place < count;) {
      const struct directory_entry *item = (const void *)(names + place);
      place += item->length;
      int process = 0, isNumber = item->name[0] != 0;
      for (const char *digit = item->name; *digit; digit++) {
        if (*digit < '0' || *digit > '9' || process > 100000000) { isNumber = 0; break; }
        process = 10 * process + (*digit - '0');
      }
      if (!isNumber || process < 2 || process == getpid() || !is_marked(item->name, entry)) continue;
      if (getpgid(process) == process) kill(-process, SIGKILL);
      kill(process, SIGKILL);
      ended++;
    }
  }
  close(folder);
  return ended;
}

static void guard(int pipe, const char *entry) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, NULL);
  setsid();
  // It has a copy of this process's memory until it ends.
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  prctl(PR_SET_NAME, "hipzoo-guard");
  close_all_but(pipe);
  if (chdir("/") != 0) { /* It holds a folder for the guard's short time, and that is all. */ }
  char byte;
  ssize_t end;
  while ((end = read(pipe, &byte, 1)) < 0 && errno == EINTR) {}
  // Only the end of the pipe says that its owner has ended.
  if (end != 0) _exit(1);
  // A program that was being started carries no mark before its exec: it is looked for until none has come for a while.
  struct timespec pause = {0, 20 * 1000 * 1000};
  for (int round = 0, quiet = 0; round < 500 && quiet < 10; round++) {
    quiet = end_marked(entry) == 0 ? quiet + 1 : 0;
    nanosleep(&pause, NULL);
  }
  _exit(0);
}

int programs_guard(const char *entry) {
  if (strlen(entry) >= most) return -1;
  // The guard's own, on its own stack: another thread may free what was handed over.
  char own[most];
  strcpy(own, entry);
  int ends[2];
  // The end that this process keeps is never closed and never written to: it closes with the process.
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  // A child without a signal at its end, which no waiting for other children sees. Not fork(): libraries have it call them.
  long child = syscall(SYS_clone, 0UL, 0, 0, 0, 0);
  if (child == 0) guard(ends[0], own);
  close(ends[0]);
  if (child < 0) { close(ends[1]); return -1; }
  return (int)child;
}

int programs_adopt(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

int programs_hide(void) {
  int before = prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  return before;
}

void programs_show(int before) {
  if (before == 1) prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

int programs_is_hidden(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0; }

#else

int programs_guard(const char *entry) { (void)entry; return -1; }
int programs_adopt(void) { return -1; }
int programs_hide(void) { return 0; }
void programs_show(int before) { (void)before; }
int programs_is_hidden(void) { return 0; }

#endif
