import Foundation

/// What `Package.swift` says of the targets, as the package manager reads it.
struct Manifest: Decodable {
  struct Unreadable: Error {
    let errors: String
  }

  let targets: [Target]

  /// - Throws: ``Unreadable`` with what the package manager says.
  static func read() async throws -> Manifest {
    // A folder of its own for what it builds: whoever runs these tests has that of the package in use.
    let folder = try TemporaryFolder()
    let swift = try await ChildProcess(
      ["swift", "package", "--scratch-path", folder.path, "dump-package"],
      program: "/usr/bin/env",
      environment: ProcessInfo.processInfo.environment
    )
    guard try await swift.ended() == 0 else { throw Unreadable(errors: swift.errors) }
    return try JSONDecoder().decode(Manifest.self, from: Data(swift.output.utf8))
  }

  func target(_ name: String) -> Target? { targets.first { $0.name == name } }

  /// A target, and all of ours that come with it.
  func linked(into name: String) -> [Target] {
    guard let target = target(name) else { return [] }
    var (found, open) = ([target], target.modules)
    while let name = open.popLast() {
      guard let next = self.target(name), !found.contains(where: { $0.name == name }) else { continue }
      found.append(next)
      open += next.modules
    }
    return found
  }
}
