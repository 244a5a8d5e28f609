#ifndef PROGRAMS_H
#define PROGRAMS_H

// Starts a process of its own that ends every process of this machine whose environment has an entry that begins with
// `entry`, as soon as this process has ended, by whatever signal. Returns the number of that process, or -1 where there is
// none (not Linux).
int programs_guard(const char *entry);

// Makes this process the parent of all its descendants whose own parent has ended, instead of the machine's first process.
// Returns 0, or -1 where there is no such thing (not Linux).
int programs_adopt(void);

// Lets no other process of this user look into this one: its environment, memory and open files. Returns what
// programs_show takes to undo it.
int programs_hide(void);
void programs_show(int before);
int programs_is_hidden(void);

#endif
