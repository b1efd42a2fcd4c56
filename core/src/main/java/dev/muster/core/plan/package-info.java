/** From a project and its inputs to the tasks of a run: pure, but for reading inputs. */
@NullMarked
package dev.muster.core.plan;

import org.jspecify.annotations.NullMarked;
