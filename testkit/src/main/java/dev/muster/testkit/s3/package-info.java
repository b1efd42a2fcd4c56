/**
 * S3 without Amazon: {@link dev.muster.testkit.s3.MotoServer} is a real server, {@link
 * dev.muster.testkit.s3.ScriptedS3} one that fails on cue and holds a million keys in no memory.
 */
@NullMarked
package dev.muster.testkit.s3;

import org.jspecify.annotations.NullMarked;
