/// Collects faults while a file is read, so that one run reports them all.
final class FaultLog {
  private let file: String
  private var faults: Set<FileFault> = []
  /// The paths in the file that could not be read as intended: what follows from them is not reported.
  private(set) var damaged: [[String]] = []

  init(file: String) { self.file = file }

  var isEmpty: Bool { faults.isEmpty }

  var error: WorkflowFileError {
    WorkflowFileError(faults: faults.sorted { ($0.line, $0.column, $0.message) < ($1.line, $1.column, $1.message) })
  }

  func damage(_ path: [String]) { damaged.append(path) }

  /// Whether something at the path, or in it, could not be read as intended.
  func isDamaged(_ path: [String]) -> Bool { damaged.contains { $0.starts(with: path) } }

  /// - Parameter path: the path that is not as intended because of the fault.
  func add(_ message: String, at place: Place, damaging path: [String]? = nil) {
    faults.insert(FileFault(file: file, line: place.line, column: place.column, message: message))
    if let path { damage(path) }
  }
}
