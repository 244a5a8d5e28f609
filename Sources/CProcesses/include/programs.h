#ifndef PROGRAMS_H
#define PROGRAMS_H

// Starts a process of its own that ends every process of this machine whose environment has an entry that begins with
// `entry`, as soon as this process has ended, by whatever signal, and makes this process the parent of all descendants whose
// own parent has ended. Returns the number of that process, or -1 where there is none (not Linux).
int programs_guard(const char *entry);

// Lets no other process of this user look into this one: its environment, memory and open files. Returns what
// programs_show takes to undo it.
int programs_hide(void);
void programs_show(int before);
int programs_is_hidden(void);

#endif
