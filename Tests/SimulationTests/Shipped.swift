import Foundation

/// The workflows under `workflows/`.
enum Shipped {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "workflows")

  static var workflows: [String] {
    // Without the folder there are none, and the tests that ask for more than none say so.
    let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return found.sorted().map { folder.appending(path: $0).path }
      .filter { FileManager.default.fileExists(atPath: "\($0)/workflow.yaml") }
  }
}
