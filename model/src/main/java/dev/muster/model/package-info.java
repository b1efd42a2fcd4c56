/** The words of Muster as records, ids, states and events. Depends on the JDK alone. */
@NullMarked
package dev.muster.model;

import org.jspecify.annotations.NullMarked;
