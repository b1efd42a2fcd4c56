package dev.muster.config.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One option, declared once: the readers, the checks and the reference page all come from here.
 *
 * @param key as it is written
 * @param type what its value is
 * @param fallback the value where the file gives none; null when there is none
 * @param fallbackShown the same for people
 * @param description what it does, one or two sentences
 * @param presence whether it has to be there
 * @param secret its value is not shown
 * @param aliases other spellings that are read, with a warning
 * @param variable the environment variable that overrides it; null when none does
 */
public record Option<T>(
    String key,
    OptionType<T> type,
    @Nullable T fallback,
    String fallbackShown,
    String description,
    Presence presence,
    boolean secret,
    List<String> aliases,
    @Nullable String variable) {

  /** Whether an option has to be there. */
  public enum Presence {
    OPTIONAL,
    REQUIRED,
    /** The key has to be there, its value may be empty. */
    REQUIRED_KEY
  }

  public Option {
    aliases = List.copyOf(aliases);
  }

  /** An option that may be left out. */
  public static <T> Option<T> of(String key, OptionType<T> type, String description) {
    return new Option<>(
        key, type, null, "", description, Presence.OPTIONAL, false, List.of(), null);
  }

  /** The same, which has to be there. */
  public Option<T> required() {
    return with(Presence.REQUIRED, secret, aliases, variable);
  }

  /** The same, whose key has to be there. */
  public Option<T> requiredKey() {
    return with(Presence.REQUIRED_KEY, secret, aliases, variable);
  }

  /** The same with a value where the file gives none. */
  public Option<T> orElse(T value, String shown) {
    return new Option<>(key, type, value, shown, description, presence, secret, aliases, variable);
  }

  /** The same with words for what happens where the file gives none. */
  public Option<T> orElseShown(String shown) {
    return new Option<>(
        key, type, fallback, shown, description, presence, secret, aliases, variable);
  }

  /** The same with another spelling. */
  public Option<T> alias(String alias) {
    return with(presence, secret, List.of(alias), variable);
  }

  /** The same, overridden by an environment variable. */
  public Option<T> variable(String name) {
    return with(presence, secret, aliases, name);
  }

  /** The same with a value that is not shown. */
  public Option<T> hidden() {
    return with(presence, true, aliases, variable);
  }

  private Option<T> with(
      Presence newPresence,
      boolean newSecret,
      List<String> newAliases,
      @Nullable String newVariable) {
    return new Option<>(
        key,
        type,
        fallback,
        fallbackShown,
        description,
        newPresence,
        newSecret,
        newAliases,
        newVariable);
  }
}
