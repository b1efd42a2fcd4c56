/**
 * What every service on hosts is made of: looking at hosts, bringing files there, programs under a
 * supervisor, taking all of it away.
 */
@NullMarked
package dev.muster.hosts;

import org.jspecify.annotations.NullMarked;
