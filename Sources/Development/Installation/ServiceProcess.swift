import AsyncHTTPClient
package import Foundation
import LocalServices
import NIOCore
import NIOHTTP1

/// An instance of the service: this very program, as a process of its own, that can be killed and frozen. It dies with this
/// process, however that ends: a shell between them kills it when nobody holds its standard input any more.
package final class ServiceProcess: Sendable {
  package struct NotStarted: Error, CustomStringConvertible {
    package let description: String
  }

  package let pid: pid_t
  package let url: String
  private let shell: Process
  private let lifeline: ChildPipe

  private static let guardScript = """
    "$@" </dev/null >/dev/null 2>>"$LOG" &
    child=$!
    echo $child
    read -r _
    kill -KILL $child 2>/dev/null
    """

  /// - Parameters:
  ///   - settingsFile: of the installation.
  ///   - port: of its own.
  ///   - log: the file that its log is added to.
  ///   - settings: in the place of those of the file, as variables of the environment: `CASUSREGIE_DATABASE_URL` and so on.
  package init(settingsFile: String, port: Int, log: URL, settings: [String: String] = [:]) throws {
    url = "http://127.0.0.1:\(port)"
    shell = Process()
    lifeline = try ChildPipe()
    let answer = try ChildPipe()
    shell.executableURL = URL(filePath: "/bin/sh")
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    shell.arguments = ["-c", Self.guardScript, "guard", program, "serve", "--config", settingsFile]
    var environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "CASUSREGIE_HTTP_PORT": "\(port)"]
    environment["LOG"] = log.path
    shell.environment = environment.merging(settings) { $1 }
    shell.standardInput = lifeline.reading
    shell.standardOutput = answer.writing
    shell.standardError = FileHandle.nullDevice
    try shell.start()
    try answer.writing.close()
    let line = answer.reading.availableData
    guard let pid = pid_t(String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw NotStarted(description: "casusregie-dev serve did not start")
    }
    self.pid = pid
  }

  deinit { end() }

  /// Returns once it says that it can do its work.
  package func awaitReady(within limit: Duration = .seconds(240)) async throws {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
      if await isReady { return }
      // Nothing tells when it is ready but asking.
      try await Task.sleep(for: .milliseconds(5))
    }
    throw NotStarted(description: "casusregie-dev serve at \(url) was not ready within \(limit)")
  }

  private var isReady: Bool {
    get async {
      // Whatever comes in place of an answer, it is not ready.
      let answer = try? await HTTPClient.shared.execute(
        HTTPClientRequest(url: url + "/health/ready"),
        timeout: .seconds(2)
      )
      return answer?.status == .ok
    }
  }

  /// SIGKILL; returns at once.
  package func kill() { Foundation.kill(pid, SIGKILL) }

  /// Stops it where it is; its connections stay open.
  package func freeze() { Foundation.kill(pid, SIGSTOP) }

  /// Ends ``freeze()``.
  package func thaw() { Foundation.kill(pid, SIGCONT) }

  /// Kills it, and waits until it is gone.
  package func end() {
    kill()
    // Fails only when the shell has gone, and then so has the process.
    try? lifeline.writing.close()
    shell.waitUntilExit()
  }

  /// Memory that it has in use now, in bytes.
  package func residentBytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    guard let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      throw NotStarted(description: "casusregie-dev serve has ended")
    }
    return kilobytes * 1_024
  }
}
