import OrderedCollections

/// The events that the engine itself names; a workflow can name more. Neutral words: a type is seen by every broker on the way.
public enum Event {
  public static let opened = "aangemaakt"
  public static let updated = "bijgewerkt"
  public static let moved = "fase-gewijzigd"
  /// The organisation takes no part any more.
  public static let left = "deelname-beeindigd"
  public static let closing = "termijn-nadert"
  public static let overdue = "termijn-verlopen"
}
