package dev.muster.app;

import dev.muster.protocol.Json;
import java.util.List;
import java.util.Map;

/**
 * What a command line did.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it said beside
 */
record MusterRun(int code, String out, String err) {

  /** The lines of out, each a JSON object. */
  List<Map<String, Object>> json() {
    return out.lines().map(Json::parseObject).toList();
  }
}
