package dev.muster.core.cluster;

import dev.muster.model.ClusterAuth;
import dev.muster.model.ClusterName;
import dev.muster.model.ClusterSpec;
import dev.muster.model.HostAddress;
import dev.muster.protocol.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a cluster is to be, as the ledger keeps it: JSON. Its hosts are its nodes. */
final class ClusterSpecs {

  private ClusterSpecs() {}

  static String write(ClusterSpec spec) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("name", spec.name().value());
    all.put("provider", spec.provider());
    all.put("hosts", texts(spec.hosts()));
    all.put("head", address(spec.head()));
    all.put("auth", auth(spec.auth()));
    all.put("services", spec.services());
    all.put("setup", setup(spec.setup()));
    all.put("mounts", spec.mounts().stream().map(ClusterSpecs::mount).toList());
    all.put("environment", spec.environment());
    all.put("ray", spec.ray());
    return Json.write(all);
  }

  /** True when both say the same; processes put the members of an object in different orders. */
  static boolean same(String one, String other) {
    return Json.parseObject(one).equals(Json.parseObject(other));
  }

  private static Map<String, @Nullable Object> auth(ClusterAuth auth) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("user", auth.user());
    all.put("key", auth.key() == null ? null : auth.key().toString());
    all.put("port", auth.port());
    all.put("proxy_jump", texts(auth.proxyJump()));
    all.put("agent", auth.agent());
    all.put("known_hosts", auth.knownHosts() == null ? null : auth.knownHosts().toString());
    return all;
  }

  private static Map<String, Object> setup(ClusterSpec.Setup setup) {
    return Map.of("all", setup.all(), "head", setup.head(), "worker", setup.worker());
  }

  private static Map<String, Object> mount(ClusterSpec.FileMount mount) {
    return Map.of(
        "remote", mount.remote(), "local", mount.local().toString(), "excludes", mount.excludes());
  }

  private static List<Map<String, @Nullable Object>> texts(List<HostAddress> hosts) {
    return hosts.stream().map(ClusterSpecs::host).toList();
  }

  private static @Nullable Map<String, @Nullable Object> address(@Nullable HostAddress host) {
    return host == null ? null : host(host);
  }

  private static Map<String, @Nullable Object> host(HostAddress host) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("user", host.user());
    all.put("host", host.host());
    all.put("port", host.port());
    return all;
  }

  static ClusterSpec read(String json) {
    Reader all = new Reader(Json.parseObject(json));
    Reader auth = all.object("auth");
    Reader setup = all.object("setup");
    return new ClusterSpec(
        new ClusterName(all.text("name")),
        all.text("provider"),
        all.objects("hosts").stream().map(ClusterSpecs::host).toList(),
        all.values.get("head") == null ? null : host(all.object("head")),
        new ClusterAuth(
            auth.textOrNull("user"),
            path(auth.textOrNull("key")),
            auth.numberOrNull("port"),
            auth.objects("proxy_jump").stream().map(ClusterSpecs::host).toList(),
            Boolean.TRUE.equals(auth.values.get("agent")),
            path(auth.textOrNull("known_hosts"))),
        all.texts("services"),
        new ClusterSpec.Setup(setup.texts("all"), setup.texts("head"), setup.texts("worker")),
        all.objects("mounts").stream()
            .map(
                mount ->
                    new ClusterSpec.FileMount(
                        mount.text("remote"),
                        Path.of(mount.text("local")),
                        mount.texts("excludes")))
            .toList(),
        all.object("environment").strings(),
        all.object("ray").known());
  }

  private static HostAddress host(Reader host) {
    return new HostAddress(host.textOrNull("user"), host.text("host"), host.numberOrNull("port"));
  }

  private static @Nullable Path path(@Nullable String text) {
    return text == null ? null : Path.of(text);
  }

  /** Members of an object that Muster itself wrote. */
  private record Reader(Map<String, @Nullable Object> values) {

    String text(String name) {
      return String.valueOf(values.get(name));
    }

    @Nullable String textOrNull(String name) {
      return values.get(name) instanceof String text ? text : null;
    }

    @Nullable Integer numberOrNull(String name) {
      return values.get(name) instanceof Number number ? (Integer) number.intValue() : null;
    }

    List<String> texts(String name) {
      return list(name).stream().map(String::valueOf).toList();
    }

    List<Reader> objects(String name) {
      return list(name).stream().map(Reader::of).toList();
    }

    Reader object(String name) {
      return of(values.get(name));
    }

    Map<String, String> strings() {
      Map<String, String> all = new LinkedHashMap<>();
      values.forEach((name, value) -> all.put(name, String.valueOf(value)));
      return all;
    }

    Map<String, Object> known() {
      Map<String, Object> all = new LinkedHashMap<>();
      values.forEach(
          (name, value) -> {
            if (value != null) {
              all.put(name, value);
            }
          });
      return all;
    }

    private List<?> list(String name) {
      return values.get(name) instanceof List<?> list ? list : List.of();
    }

    private static Reader of(@Nullable Object value) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      if (value instanceof Map<?, ?> map) {
        map.forEach((name, member) -> all.put(String.valueOf(name), member));
      }
      return new Reader(all);
    }
  }
}
