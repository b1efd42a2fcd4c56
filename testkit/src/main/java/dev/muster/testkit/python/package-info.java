/** Python without an index: wheels that tests write themselves. */
@NullMarked
package dev.muster.testkit.python;

import org.jspecify.annotations.NullMarked;
