import OrderedCollections

/// The events that the engine itself names; a workflow can add others. They are neutral words, because every broker on the
/// way sees the type of an event.
public enum Event {
  public static let opened = "aangemaakt"
  public static let updated = "bijgewerkt"
  public static let moved = "fase-gewijzigd"
  /// The organisation is no longer a party.
  public static let left = "deelname-beeindigd"
  public static let closing = "termijn-nadert"
  public static let overdue = "termijn-verlopen"
}
