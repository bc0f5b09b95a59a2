public import Foundation

/// The workflows that come with the service, under `workflows/`. For tests of these: what they say, their stories, pictures and documents.
public enum ShippedWorkflows {
  private static let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    .standardized

  /// The folder of all of them, as an installation has it.
  public static let root = package.appending(path: "workflows").path

  /// The folder of the casework, by the name of which a test says something.
  public static let casework = "\(root)/pga-radicalisering"

  /// The folder of the permits.
  public static let permit = "\(root)/aanvraag-omgevingsvergunning"

  /// The folder of each, in order. Without `workflows/` there are none, and a test that counts them says so.
  public static let folders: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.sorted().map { "\(root)/\($0)" }.filter {
      FileManager.default.fileExists(atPath: "\($0)/workflow.yaml")
    }
  }()

  /// The name of each, which is that of its folder.
  public static var names: [String] { folders.map { URL(filePath: $0).lastPathComponent } }

  /// The texts of versions that were published before, each `<workflow>-<version>.yaml`.
  public static let former = package.appending(path: "Tests/WorkflowFilesTests/former")
}
