import CaseCore

extension DeadlineReader {
  /// Where a term begins, when that is not where it starts to run.
  enum Begin {
    case fact(String)
    /// After the end of this deadline.
    case end(of: String)
  }

  func begin(_ reader: NodeReader) -> Begin? {
    guard reader.isMapping else { return reader.name().map(Begin.fact) }
    return reader.group(["end-of"])?.required("end-of")?.name().map(Begin.end)
  }
}
