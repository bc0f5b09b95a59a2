/// A workflow file that cannot be used, with all its faults. The same file always gives the same error.
public struct WorkflowFileError: Error, Hashable, Sendable {
  /// At least one, in the order of the file.
  public let faults: [FileFault]
}

extension WorkflowFileError: CustomStringConvertible {
  /// One fault a line.
  public var description: String { faults.map(\.description).joined(separator: "\n") }
}
