package dev.muster.core.run;

import dev.muster.core.plan.Plan;
import dev.muster.model.Project;
import dev.muster.spi.python.PythonEnvironments.Python;
import java.util.List;

/**
 * A project that was read, checked and planned; nothing has started.
 *
 * @param project as its configuration says
 * @param plan its tasks
 * @param python the interpreter
 * @param warnings to tell the user
 */
public record Prepared(Project project, Plan plan, Python python, List<String> warnings) {}
