import Foundation

/// The workflows of `Tests/FrozenWorkflows`, which a new version of a shipped one leaves as they are. For tests of the service itself, which
/// need a rich workflow, and name its commands, roles and terms: what dies and comes back, queues, settings, moves to another version.
public enum FrozenWorkflows {
  /// The folder of all of them, as an installation has it: the casework as it was published, and the permits as they are shipped.
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../FrozenWorkflows")
    .standardized.path

  /// The folder of the casework, with the scenarios of its version.
  public static let casework = "\(root)/pga-radicalisering"
}
