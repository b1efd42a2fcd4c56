package dev.muster.model.pipeline;

/** When a step is run, once all that it depends on has ended. */
public enum StepCondition {
  /** When all of it went well, or was skipped. */
  SUCCESS,
  /** When some of it failed. */
  FAILURE,
  /** In any case. */
  ALWAYS,
  /** It is skipped. */
  NEVER
}
