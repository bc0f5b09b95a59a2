import Foundation

/// Versions of workflows that were published, as they were.
enum Kept {
  private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The texts, each `<workflow>-<version>.yaml`.
  static let former = tests.appendingPathComponent("WorkflowFilesTests/former")

  /// The folder of the casework of a former version, with its scenarios.
  static let casework = tests.appendingPathComponent("FrozenWorkflows/pga-radicalisering").path

  /// The versions of a workflow, the oldest first.
  static func versions(of workflow: String) -> [String] {
    // Without the folder there are none, and the tests that ask for some say so.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: former.path)) ?? []
    return names.filter { $0.hasPrefix("\(workflow)-") && $0.hasSuffix(".yaml") }
      .map { String($0.dropFirst(workflow.count + 1).dropLast(".yaml".count)) }
      .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
  }
}
