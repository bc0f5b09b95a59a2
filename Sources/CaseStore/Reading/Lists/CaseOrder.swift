/// In which order cases are listed. The raw values are those of the API.
public enum CaseOrder: String, Sendable, CaseIterable {
  /// By their ids: an order that does not change.
  case id
  /// By the first moment at which a deadline that the reader sees is due; those without one last.
  case due = "uiterlijkTijdstip"
  /// The other way round.
  case dueLast = "-uiterlijkTijdstip"
}
