/** Hosts over SSH: Apache MINA SSHD, and the system's OpenSSH where bytes are many. */
@NullMarked
package dev.muster.fleet;

import org.jspecify.annotations.NullMarked;
