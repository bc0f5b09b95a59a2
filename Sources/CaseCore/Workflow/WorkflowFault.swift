/// Something wrong with a workflow, and where.
public struct WorkflowFault: Error, Hashable, Sendable {
  /// The keys from the top of the workflow to the place, as they stand in its file.
  public var path: [String]
  public var message: String

  public init(_ path: [String], _ message: String) {
    self.path = path
    self.message = message
  }
}
