import AsyncHTTPClient
import Foundation
import LocalServices
import NIOCore
import NIOHTTP1

/// An instance of the service: this very program, as a process of its own. It dies with this process, however that ends: a
/// shell between them kills it when its standard input closes.
final class ServiceProcess: Sendable {
  let pid: pid_t
  private let url: String
  private let shell: Process
  private let lifeline: Pipe

  private static let guardScript = """
    "$@" </dev/null >/dev/null 2>"$LOG" &
    child=$!
    echo $child
    read -r _
    kill -KILL $child 2>/dev/null
    """

  /// - Parameters:
  ///   - port: of its own.
  ///   - database: another one than in the settings.
  init(_ installation: TimerInstallation, port: Int, database: String? = nil) throws {
    url = "http://127.0.0.1:\(port)"
    shell = Process()
    lifeline = Pipe()
    let answer = Pipe()
    shell.executableURL = URL(filePath: "/bin/sh")
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    shell.arguments = ["-c", Self.guardScript, "guard", program, "serve", "--config", installation.settingsFile]
    var environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "CASUSREGIE_HTTP_PORT": "\(port)"]
    environment["LOG"] = installation.folder.appending(path: "instance-\(port).log").path
    if let database { environment["CASUSREGIE_DATABASE_URL"] = installation.serviceURL(of: database) }
    shell.environment = environment
    shell.standardInput = lifeline
    shell.standardOutput = answer
    shell.standardError = FileHandle.nullDevice
    try shell.start()
    let line = answer.fileHandleForReading.availableData
    guard let pid = pid_t(String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw BenchmarkError.other(program: "casusregie-dev serve", reason: "it did not start")
    }
    self.pid = pid
  }

  deinit { end() }

  /// Returns once it says that it can do its work.
  func awaitReady() async throws {
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
      let answer = try? await HTTPClient.shared.execute(
        HTTPClientRequest(url: url + "/health/ready"),
        timeout: .seconds(2)
      )
      if answer?.status == .ok { return }
      // Nothing tells when it is ready but asking.
      try await Task.sleep(for: .milliseconds(5))
    }
    throw BenchmarkError.other(program: "casusregie-dev serve", reason: "not ready within a minute")
  }

  /// SIGKILL; returns at once.
  func kill() { Foundation.kill(pid, SIGKILL) }

  /// Kills it, and waits until it is gone.
  func end() {
    kill()
    // Fails only when the shell has gone, and then so has the process.
    try? lifeline.fileHandleForWriting.close()
    shell.waitUntilExit()
  }

  /// Memory that it has in use now, in bytes.
  func residentBytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    guard let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      throw BenchmarkError.other(program: "casusregie-dev serve", reason: "it has ended")
    }
    return kilobytes * 1_024
  }
}
