import CaseCore

extension Field.Kind {
  /// Stands in for a kind that could not be read.
  static let unread = Field.Kind.text(maximumLength: 1)
}
