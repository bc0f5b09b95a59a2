import CaseCore

extension DeadlineReader {
  func maximum(_ reader: NodeReader) -> Deadline.Maximum? {
    guard let group = reader.group(["length", "source"]) else { return nil }
    let source = group.text("source")
    return group.required("length")?.length().map { .init(length: $0, source: source) }
  }
}
