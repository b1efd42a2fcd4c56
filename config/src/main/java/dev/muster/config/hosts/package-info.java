/** Hosts as operators of clusters write them: {@code root@node[01-10].lab,[2001:db8::1]:22}. */
@NullMarked
package dev.muster.config.hosts;

import org.jspecify.annotations.NullMarked;
