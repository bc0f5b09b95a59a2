public import CaseCore

/// A workflow with the text it was read from.
public struct WorkflowFile: Hashable, Sendable {
  /// The name in faults.
  public let name: String
  /// The text, byte for byte: this is what is published, with its digest.
  public let source: String
  public let workflow: Workflow

  /// Reads a workflow and proves it sound.
  ///
  /// - Parameters:
  ///   - text: the content of the file, YAML.
  ///   - name: names the file in the faults.
  /// - Throws: every fault at once: of the YAML, of the words, and of the workflow that they describe. A fault that only
  ///   follows from another is left out.
  public init(_ text: String, name: String) throws(WorkflowFileError) {
    let log = FaultLog(file: name)
    guard let root = YamlTree.read(text, log: log) else { throw log.error }
    let decoder = WorkflowDecoder()
    let workflow = decoder.workflow(NodeReader(root: root, log: log))
    let places = FaultPlaces(root: root, moved: decoder.moved)
    for fault in workflow.faults().map(places.inFile) where !log.damaged.contains(where: fault.mayFollow) {
      log.add(fault.message, at: places.place(of: fault))
    }
    guard log.isEmpty else { throw log.error }
    (self.name, source, self.workflow) = (name, text, workflow)
  }

  /// Only the workflow: see ``init(_:name:)``.
  public static func load(_ text: String, name: String) throws(WorkflowFileError) -> Workflow {
    try WorkflowFile(text, name: name).workflow
  }

  /// The places in the file of faults that were found in its workflow later.
  public func located(_ faults: [WorkflowFault]) -> [FileFault] {
    let log = FaultLog(file: name)
    guard let root = YamlTree.read(source, log: log) else { return log.error.faults }
    let decoder = WorkflowDecoder()
    _ = decoder.workflow(NodeReader(root: root, log: log))
    let places = FaultPlaces(root: root, moved: decoder.moved)
    for fault in faults.map(places.inFile) { log.add(fault.message, at: places.place(of: fault)) }
    return log.isEmpty ? [] : log.error.faults
  }
}
