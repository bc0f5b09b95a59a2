import OrderedCollections

/// The events that the engine itself names; a workflow can add others. They are neutral words, because every broker on the
/// way sees the type of an event.
public enum Event {
  public static let opened = "aangemaakt"
  public static let updated = "bijgewerkt"
  public static let moved = "fase-gewijzigd"
  /// The organisation may read of a case that is there already, for the first time or again.
  public static let joined = "deelname-begonnen"
  /// The organisation is no longer a party.
  public static let left = "deelname-beeindigd"
  public static let closing = "termijn-nadert"
  public static let overdue = "termijn-verlopen"
}
