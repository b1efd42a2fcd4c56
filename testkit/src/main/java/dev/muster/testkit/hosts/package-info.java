/** Real SSH hosts for tests. */
@NullMarked
package dev.muster.testkit.hosts;

import org.jspecify.annotations.NullMarked;
