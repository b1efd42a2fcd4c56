package dev.muster.config.template;

import dev.muster.config.chain.ChainOptions;
import dev.muster.config.language.Origin;
import dev.muster.config.language.Value;
import dev.muster.config.language.Value.Items;
import dev.muster.config.language.Value.Literal;
import dev.muster.config.language.Value.Member;
import dev.muster.config.language.Value.Members;
import dev.muster.config.language.Value.Text;
import dev.muster.config.schema.Option;
import dev.muster.config.schema.Option.Presence;
import dev.muster.config.schema.Schema;
import dev.muster.config.schema.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * JSON Schemas (draft 2020-12) of Muster's files. They say what an editor can know: keys, types and
 * bounds; Muster itself checks more. Imports and variables may stand wherever the language has
 * them.
 */
public final class JsonSchemas {

  private static final Origin NOWHERE = new Origin(Path.of(""), 0, 0, null);
  private static final String IMPORT = "^\\*\\*";

  /** The text that one variable alone makes, which may become a number. */
  private static final Member VARIABLE =
      member(
          "variable",
          object(
              member("type", text("string")),
              member("pattern", text("^\\$\\{var:[A-Za-z0-9_]+\\}$"))));

  private final boolean requiredOnly;
  private final boolean descriptions;

  private JsonSchemas(boolean requiredOnly, boolean descriptions) {
    this.requiredOnly = requiredOnly;
    this.descriptions = descriptions;
  }

  /**
   * Writes the schema of a kind of file.
   *
   * @param requiredOnly only with the keys that have to be there
   * @param descriptions with what each key does
   */
  public static String write(FileKind kind, boolean requiredOnly, boolean descriptions) {
    return new JsonSchemas(requiredOnly, descriptions).page(kind).json() + "\n";
  }

  private Value page(FileKind kind) {
    List<Member> page = new ArrayList<>();
    page.add(member("$schema", text("https://json-schema.org/draft/2020-12/schema")));
    page.add(member("title", text(kind.file() + ": " + kind.subject())));
    if (kind == FileKind.CHAIN) {
      page.addAll(chain());
      return new Members(page, NOWHERE);
    }
    Optional<OtherForm> other = kind.other();
    if (other.isEmpty()) {
      page.addAll(keys(kind.schema(), true));
      page.add(member("$defs", object(VARIABLE)));
      return new Members(page, NOWHERE);
    }
    page.add(member("if", condition(other.get())));
    page.add(member("then", reference(other.get().word())));
    page.add(member("else", reference("muster")));
    page.add(
        member(
            "$defs",
            object(
                member("muster", new Members(keys(kind.schema(), true), NOWHERE)),
                member(other.get().word(), new Members(keys(other.get().schema(), true), NOWHERE)),
                VARIABLE)));
    return new Members(page, NOWHERE);
  }

  /** A list of elements, or one configuration; an old element is a bare configuration. */
  private List<Member> chain() {
    Value noImport =
        object(
            member(
                "propertyNames", object(member("not", object(member("pattern", text(IMPORT)))))));
    Members project = reference("project");
    Members pipeline = reference("pipeline");
    Members unsaid =
        object(
            member("if", noImport),
            member("then", project),
            member("else", anyOf(project, pipeline)));
    Members parts =
        object(
            member("pipeline_config", reference("config")),
            member(
                "pipeline_resources", new Members(keys(ChainOptions.RESOURCES, false), NOWHERE)));
    Members element =
        object(
            member("type", text("object")),
            member("properties", parts),
            member("additionalProperties", literal("false")));
    return List.of(
        member("if", object(member("type", text("array")))),
        member("then", object(member("items", reference("element")))),
        member("else", reference("config")),
        member(
            "$defs",
            object(
                member(
                    "element",
                    object(
                        member("if", has("pipeline_config")),
                        member("then", element),
                        member("else", reference("config")))),
                member(
                    "config",
                    object(
                        member("if", has("pipeline")),
                        member("then", pipeline),
                        member("else", unsaid))),
                member("project", new Members(keys(ChainOptions.PROJECT_CONFIG, true), NOWHERE)),
                member("pipeline", new Members(keys(ChainOptions.PIPELINE_CONFIG, true), NOWHERE)),
                VARIABLE)));
  }

  private static Value condition(OtherForm form) {
    return switch (form) {
      case RAY ->
          object(
              member(
                  "anyOf",
                  list(
                      has("cluster_name"),
                      object(
                          member("required", list(text("provider"))),
                          member(
                              "properties",
                              object(
                                  member("provider", object(member("type", text("object"))))))))));
      case MULTIMNO ->
          object(member("allOf", list(has("pipeline"), object(member("not", has("steps"))))));
    };
  }

  private static Value has(String key) {
    return object(member("required", list(text(key))));
  }

  private List<Member> keys(Schema schema, boolean whole) {
    List<Member> properties = new ArrayList<>();
    if (whole) {
      properties.add(member("$schema", object(member("type", text("string")))));
      properties.add(member("variables", object(member("type", text("object")))));
    }
    for (Option<?> option : schema.options()) {
      if (!requiredOnly || option.presence() != Presence.OPTIONAL) {
        properties.add(member(option.key(), property(option)));
        option.aliases().forEach(alias -> properties.add(member(alias, deprecated(option))));
      }
    }
    List<Member> keys = new ArrayList<>();
    keys.add(member("type", text("object")));
    keys.add(member("properties", new Members(properties, NOWHERE)));
    keys.add(
        member(
            "patternProperties", object(member(IMPORT, object(member("type", text("string")))))));
    keys.add(member("additionalProperties", literal("false")));
    keys.addAll(required(schema));
    return keys;
  }

  /** What has to be there may come with an import. */
  private static List<Member> required(Schema schema) {
    List<Value> required =
        schema.options().stream()
            .filter(option -> option.presence() != Presence.OPTIONAL && option.aliases().isEmpty())
            .map(option -> text(option.key()))
            .toList();
    if (required.isEmpty()) {
      return List.of();
    }
    Value noImport = object(member("not", object(member("pattern", text(IMPORT)))));
    return List.of(
        member("if", object(member("propertyNames", noImport))),
        member("then", object(member("required", new Items(required, NOWHERE)))));
  }

  private Value property(Option<?> option) {
    List<Member> members = new ArrayList<>();
    if (descriptions) {
      String fallback = option.fallbackShown();
      members.add(
          member(
              "description",
              text(
                  option.description()
                      + (fallback.isEmpty() ? "" : " Default: " + fallback + "."))));
    }
    Members shape = shape(option.type().shape());
    members.addAll(
        option.presence() == Presence.REQUIRED_KEY
            ? List.of(member("anyOf", list(shape, object(member("type", text("null"))))))
            : shape.members());
    return new Members(members, NOWHERE);
  }

  private Value deprecated(Option<?> option) {
    Members property = (Members) property(option);
    return new Members(
        Stream.concat(property.members().stream(), Stream.of(member("deprecated", literal("true"))))
            .toList(),
        NOWHERE);
  }

  private Members shape(Shape shape) {
    if (shape instanceof Shape.Text) {
      return object(member("type", list(text("string"), text("number"))));
    }
    if (shape instanceof Shape.Truth) {
      Value words = list(text("yes"), text("no"), text("on"), text("off"));
      return anyOf(
          object(member("type", text("boolean"))),
          object(member("enum", words)),
          reference("variable"));
    }
    if (shape instanceof Shape.Whole whole) {
      return anyOf(
          object(
              member("type", text("integer")),
              member("minimum", literal(Long.toString(whole.least()))),
              member("maximum", literal(Long.toString(whole.most())))),
          reference("variable"));
    }
    if (shape instanceof Shape.Decimal decimal) {
      String bound = decimal.included() ? "minimum" : "exclusiveMinimum";
      return anyOf(
          object(
              member("type", text("number")),
              member(bound, literal(Double.toString(decimal.least())))),
          reference("variable"));
    }
    if (shape instanceof Shape.ListOf list) {
      return object(member("type", text("array")), member("items", shape(list.element())));
    }
    if (shape instanceof Shape.MapOf map) {
      return object(
          member("type", text("object")), member("additionalProperties", shape(map.value())));
    }
    if (shape instanceof Shape.Keys keys) {
      return new Members(keys(keys.schema().get(), false), NOWHERE);
    }
    if (shape instanceof Shape.Either either) {
      return anyOf(either.shapes().stream().map(this::shape).toArray(Value[]::new));
    }
    return object();
  }

  private static Members anyOf(Value... values) {
    return object(member("anyOf", list(values)));
  }

  private static Members reference(String name) {
    return object(member("$ref", text("#/$defs/" + name)));
  }

  private static Members object(Member... members) {
    return new Members(List.of(members), NOWHERE);
  }

  private static Value list(Value... values) {
    return new Items(List.of(values), NOWHERE);
  }

  private static Member member(String name, Value value) {
    return new Member(name, value, NOWHERE);
  }

  private static Value text(String text) {
    return new Text(text, NOWHERE);
  }

  private static Value literal(String json) {
    return Literal.ofJson(json, NOWHERE);
  }
}
