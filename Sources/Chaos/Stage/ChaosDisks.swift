import Foundation
import LocalServices

/// A disk of its own for the data of each database server, which can be full.
struct ChaosDisks: Sendable {
  /// By the path of the folder that each is for; none where nothing can be mounted.
  private let disks: [String: LimitedDisk]

  /// - Parameter folders: of the servers, which do not run yet.
  static func make(for folders: [URL], _ options: ChaosOptions) async throws -> ChaosDisks {
    guard options.whyNoDisks == nil else { return ChaosDisks(disks: [:]) }
    var disks: [String: LimitedDisk] = [:]
    for folder in folders { disks[path(folder)] = try await LimitedDisk(at: folder) }
    return ChaosDisks(disks: disks)
  }

  func disk(of folder: URL) -> LimitedDisk? { disks[Self.path(folder)] }

  /// Gives them up, once the servers have ended.
  func remove() async {
    for disk in disks.values {
      // One that is left goes with this process, whose mounts are its own.
      try? await disk.remove()
    }
  }

  private static func path(_ folder: URL) -> String {
    let path = folder.standardizedFileURL.path
    return path.hasSuffix("/") ? String(path.dropLast()) : path
  }
}
