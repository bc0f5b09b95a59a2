/// A fault in a file, with its place.
public struct FileFault: Error, Hashable, Sendable {
  public var file: String
  /// Both count from 1; the column counts Unicode scalars.
  public var line: Int
  public var column: Int
  /// One or more Dutch sentences.
  public var message: String

  public init(file: String, line: Int, column: Int, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }
}

extension FileFault: CustomStringConvertible {
  /// `bestand:regel:kolom: melding`, which editors and CI services understand.
  public var description: String { "\(file):\(line):\(column): \(message)" }
}
