package import Foundation

/// A file system of its own for the data of one service, in memory, that can be full: its size is what is in use then, and nobody has to
/// write what fills it. It is mounted, for which this process is in a mount namespace of its own (``MountNamespace``).
package struct LimitedDisk: Sendable {
  private static let roomy = "8g"
  private static let programs = ["/usr/bin", "/bin"]

  private let folder: URL
  private let mount: String
  private let umount: String

  /// - Parameter folder: of one service; made when it is not there. What is in it cannot be seen any more.
  package init(at folder: URL) async throws {
    self.folder = folder
    mount = try Program("mount", folders: Self.programs, packages: ["mount"]).path
    umount = try Program("umount", folders: Self.programs, packages: ["mount"]).path
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try await run([mount, "-t", "tmpfs", "-o", "size=\(Self.roomy),mode=0711", "casusregie", folder.path])
  }

  /// Takes what is in use for all that there is. Whoever writes to a file that has to grow is told that there is no space.
  /// - Returns: how many bytes are in use.
  package func fill() async throws -> Int {
    while true {
      let used = try usedBytes
      // Somebody may write between the two: then that is too small a size, which the kernel refuses.
      if try await run([mount, "-o", "remount,size=\(used)", folder.path], isNeeded: false) { return used }
    }
  }

  package func makeRoom() async throws {
    try await run([mount, "-o", "remount,size=\(Self.roomy)", folder.path])
  }

  /// Gives the disk up, with all that is on it, once nobody uses it.
  package func remove() async throws {
    try await run([umount, folder.path])
  }

  private var usedBytes: Int {
    get throws {
      let system = try FileManager.default.attributesOfFileSystem(forPath: folder.path)
      guard let size = system[.systemSize] as? NSNumber, let free = system[.systemFreeSize] as? NSNumber else {
        throw LocalServiceError.folderUnusable(folder: folder.path, reason: "nobody says how large it is")
      }
      return size.intValue - free.intValue
    }
  }

  /// - Returns: whether it succeeded.
  @discardableResult
  private func run(_ command: [String], isNeeded: Bool = true) async throws -> Bool {
    let (status, output) = try await Program.run(command, environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"])
    guard status == 0 || !isNeeded else {
      throw LocalServiceError.folderUnusable(folder: folder.path, reason: output)
    }
    return status == 0
  }
}
