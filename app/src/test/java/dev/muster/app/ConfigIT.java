package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration language on the command line. */
class ConfigIT {

  @TempDir Path folder;

  @Test
  void rendersAFileWithVariablesAsTheyHaveBeenTyped() throws IOException {
    write("base.json", "{\"storage\": {\"folder\": \"${config_path}/data\"}}");
    write("a.json", "{// one\n\"**base\": \"base.json\", \"size\": \"${var:size}\",}");

    MusterRun rendered = muster().run("config", "render", "a.json", "-v", "size:10:x");

    assertThat(rendered.code()).as(rendered.err()).isZero();
    assertThat(rendered.out().replaceAll("\\s", "").replace(folder.toString(), "F"))
        .isEqualTo("{\"size\":\"10:x\",\"storage\":{\"folder\":\"F/data\"}}");
  }

  @Test
  void saysWhereAFileIsWrong() throws IOException {
    write("a.json", "{\n  \"**base\": \"bas.json\"\n}");
    write("base.json", "{}");
    write("p.yaml", "name: x");

    MusterRun missing = muster().run("config", "validate", "a.json");
    assertThat(missing.code()).isEqualTo(78);
    assertThat(missing.err()).contains("a.json:2:13: there is no file").contains("base.json?");
    assertThat(muster().run("config", "validate", "none.json").code()).isEqualTo(78);
    assertThat(muster().run("config", "validate").code()).isEqualTo(64);
    assertThat(muster().run("config", "validate", "a.json", "size=1").err()).contains("NAME:VALUE");
    assertThat(muster().run("config", "validate", "p.yaml").code()).isZero();
    assertThat(muster().run("config", "validate", "base.json", "--json").json())
        .singleElement()
        .hasToString("{file=base.json, valid=true, chain=false, warnings=[]}");
  }

  @Test
  void putsIniFilesOverOneAnother() throws IOException {
    write("general.ini", "[Paths]\nhome = /data # here\n[Spark]\ncores = 4\n");
    write("step.ini", "[Spark]\ncores = 8\n[Step]\nout = ${Paths:home}/out\n");
    write("wrong.ini", "[Step]\nout = ${Paths:hom}\nstray\n");

    MusterRun rendered = muster().run("config", "render", "general.ini", "step.ini", "--literals");
    assertThat(rendered.code()).as(rendered.err()).isZero();
    assertThat(rendered.out().replaceAll("\\s", ""))
        .isEqualTo(
            "{\"Paths\":{\"home\":\"/data\"},\"Spark\":{\"cores\":8},\"Step\":{\"out\":\"/data/out\"}}");
    assertThat(muster().run("config", "validate", "general.ini", "step.ini").out())
        .contains("valid  general.ini");
    MusterRun wrong = muster().run("config", "validate", "general.ini", "wrong.ini");
    assertThat(wrong.code()).isEqualTo(78);
    assertThat(wrong.err()).contains("wrong.ini:3: neither [section] nor key = value");
    assertThat(muster().run("config", "validate", "general.ini", "none.ini").code()).isEqualTo(78);
    assertThat(muster().run("config", "validate", "general.ini", "x:1").code()).isEqualTo(64);
  }

  @Test
  void readsAProjectAgainWithTheVariablesOfItsRun() throws IOException {
    write("base.yaml", "timeout: '${var:time}'");
    Files.createDirectories(folder.resolve("p/data"));
    write("p/data/a.csv", "1");
    write(
        "p/muster.yaml",
        """
        "**base": ../base.yaml
        name: weather
        inputs: data/*.csv
        entrypoint: {command: [cat, "{path}"]}
        """);

    assertThat(muster().run("map", "p", "--dry-run").err())
        .contains("base.yaml:1, imported at")
        .contains("there is no variable time")
        .contains("give it: -v time:VALUE");
    assertThat(muster().run("map", "p", "-v", "time=5").code()).isEqualTo(64);
    assertThat(muster().run("map", "p", "-v", "time:soon").err()).contains("base.yaml:1: timeout:");
    MusterRun map = muster().run("map", "-v", "time:5m", "p", "--json");
    assertThat(map.code()).as(map.err()).isZero();
    MusterRun listed = muster().run("runs", "list", "--json");
    String run = listed.out().replaceAll("(?s).*?\"(?:run|id)\":\"([^\"]+)\".*", "$1");
    MusterRun report = muster().run("runs", "report", run.strip());
    assertThat(report.code()).as(report.err()).isZero();
  }

  @Test
  void makesAClusterOfAFileWithVariables() throws IOException {
    write("lab.yaml", "name: lab\nhosts: ['${var:host}']\n");

    MusterRun plan =
        muster().run("cluster", "create", "-f", "lab.yaml", "-v", "host:h[1-2]", "--dry-run");

    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("h1").contains("h2");
    assertThat(muster().run("cluster", "create", "lab", "h1", "-v", "a:b", "--dry-run").code())
        .isEqualTo(64);
  }

  @Test
  void writesTemplatesAndNoFileOverAnother() throws IOException {
    Files.createDirectories(folder.resolve("p/data"));
    write("p/entrypoint.py", "def main(path):\n    return {}\n");
    write("p/data/a.csv", "1");

    MusterRun written = muster().run("config", "template", "project", "-o", "p/muster.yaml");
    assertThat(written.code()).as(written.err()).isZero();
    MusterRun plan = muster().run("map", "p", "--dry-run");
    assertThat(plan.code()).as(plan.err()).isZero();
    MusterRun again = muster().run("config", "template", "project", "-o", "p/muster.yaml");
    assertThat(again.code()).isEqualTo(75);
    assertThat(again.err()).contains("muster.yaml is there already").contains("--force");
    assertThat(
            muster()
                .run("config", "template", "cluster.yaml", "-o", "p/muster.yaml", "--force")
                .code())
        .isZero();
    assertThat(Files.readString(folder.resolve("p/muster.yaml"))).contains("hosts:");
    MusterRun schema =
        muster()
            .run("config", "template", "settings", "--format", "json-schema", "--required-only");
    assertThat(schema.out()).contains("json-schema.org/draft/2020-12").doesNotContain("lease_term");
    assertThat(muster().run("config", "template", "settings", "--descriptions").out())
        .contains("# How long");
    assertThat(muster().run("config", "template", "x").code()).isEqualTo(64);
    assertThat(muster().run("config", "template").code()).isEqualTo(64);
    assertThat(muster().run("config", "template", "project", "--format", "xml").code())
        .isEqualTo(64);
    MusterRun nowhere = muster().run("config", "template", "project", "-o", "none/x.yaml");
    assertThat(nowhere.code()).isEqualTo(77);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private InProcess muster() {
    return new InProcess(folder.resolve("home"), folder);
  }
}
