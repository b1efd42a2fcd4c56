package dev.muster.spark;

import dev.muster.protocol.ProtocolException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields of a task as it came from Muster. */
final class Fields {

  private Fields() {}

  static TaskKey key(Map<?, ?> task) throws ProtocolException {
    return new TaskKey(count(task, "task"), count(task, "attempt"));
  }

  static int count(Map<?, ?> task, String name) throws ProtocolException {
    Object value = task.get(name);
    if (value instanceof Long && (Long) value >= 0 && (Long) value <= Integer.MAX_VALUE) {
      return ((Long) value).intValue();
    }
    throw new ProtocolException("a task whose " + name + " is " + value);
  }

  static long number(Map<?, ?> task, String name) throws ProtocolException {
    Object value = task.get(name);
    if (value instanceof Long && (Long) value >= 0) {
      return (Long) value;
    }
    throw new ProtocolException("a task whose " + name + " is " + value);
  }

  static String text(Map<?, ?> task, String name) throws ProtocolException {
    Object value = task.get(name);
    if (value instanceof String) {
      return (String) value;
    }
    throw new ProtocolException("a task whose " + name + " is " + value);
  }

  static @Nullable String optionalText(Map<?, ?> task, String name) {
    Object value = task.get(name);
    return value instanceof String ? (String) value : null;
  }
}
