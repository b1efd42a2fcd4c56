package dev.muster.model.pipeline;

/**
 * Why a step failed, found in its last words and in what Spark wrote about it. Without secrets.
 *
 * @param summary what went wrong, in one line
 * @param evidence the line that says so
 * @param fix what can be done
 */
public record Cause(String summary, String evidence, String fix) {}
