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

/// A workflow file that cannot be used, with all its faults. The same file always gives the same error.
public struct WorkflowFileError: Error, Hashable, Sendable {
  /// At least one, in the order of the file.
  public let faults: [FileFault]
}

extension WorkflowFileError: CustomStringConvertible {
  /// One fault a line.
  public var description: String { faults.map(\.description).joined(separator: "\n") }
}
