import AsyncHTTPClient
import Foundation
import LocalServices
import NIOCore
import NIOHTTP1
import TestServices

/// One running service: `casusregie-dev serve` as a process.
///
/// All instances of an installation have one public address, that of the first; each listens on a port of its own. The
/// first is also the issuer of tokens, so another that starts needs it once, for its keys.
final class Instance: Sendable {
  let url: String
  private let settingsFile: String
  private let environment: [String: String]
  private let process: Signal<ChildProcess>

  /// - Parameter port: its own; the one in the settings for the first.
  static func start(
    _ settingsFile: String,
    port: Int,
    environment: [String: String] = [:]
  ) async throws -> Instance {
    let environment = environment.merging(["CASUSREGIE_HTTP_PORT": "\(port)"]) { $1 }
    return Instance(
      url: "http://127.0.0.1:\(port)",
      settingsFile: settingsFile,
      environment: environment,
      process: try await process(settingsFile, environment)
    )
  }

  private static func process(_ settingsFile: String, _ environment: [String: String]) async throws -> ChildProcess {
    try await ChildProcess(
      ["serve", "--config", settingsFile],
      program: Program.development,
      environment: environment
    )
  }

  private init(url: String, settingsFile: String, environment: [String: String], process: ChildProcess) {
    self.url = url
    self.settingsFile = settingsFile
    self.environment = environment
    self.process = Signal(process)
  }

  /// What it logged since it was started.
  var log: [String] { process.value.errors.split(separator: "\n").map(String.init) }

  func kill() async throws { try await process.value.kill() }

  func freeze() { process.value.freeze() }

  func thaw() { process.value.thaw() }

  /// Starts it again after its end.
  func restart() async throws {
    let child = try await Self.process(settingsFile, environment)
    process.update { $0 = child }
  }

  /// Waits for its end.
  /// - Returns: its exit code.
  func ended() async throws -> Int32 { try await process.value.ended() }

  /// Ends it as an operator does.
  /// - Returns: its exit code.
  func stop() async throws -> Int32 {
    process.value.terminate()
    return try await process.value.ended()
  }

  /// The status and body of an open page; `nil` when nobody answers.
  func page(_ path: String) async throws -> (status: Int, body: String)? { try await Self.page(url + path) }

  /// The same, at an address that is not that of the API.
  static func page(_ address: String) async throws -> (status: Int, body: String)? {
    guard let response = try? await HTTPClient.shared.execute(HTTPClientRequest(url: address), timeout: .seconds(5)),
      let body = try? await response.body.collect(upTo: 1 << 20)
    else { return nil }
    return (Int(response.status.code), String(buffer: body))
  }

  func waitUntilReady(limit: Duration = .seconds(60)) async throws {
    try await waitFor("readiness of \(url)", limit: limit) {
      guard let (status, body) = try await page("/health/ready") else { return false }
      return status == 200 && body.contains("gereed")
    }
  }

  /// Waits until it takes commands, and says that exactly these do not work.
  func waitUntilDegraded(_ parts: Set<String>, limit: Duration = .seconds(60)) async throws {
    struct Condition: Decodable {
      let beperkt: Set<String>?
    }
    try await waitFor("\(parts.sorted()) not to work at \(url)", limit: limit) {
      guard let (status, body) = try await page("/health/ready"), status == 200 else { return false }
      return try JSONDecoder().decode(Condition.self, from: Data(body.utf8)).beperkt == parts
    }
  }

  /// Waits until it says that it is not ready for lack of exactly these.
  func waitUntilLacking(_ missing: Set<String>, limit: Duration = .seconds(60)) async throws {
    struct Problem: Decodable {
      let nietGereed: Set<String>
    }
    try await waitFor("lack of \(missing.sorted()) at \(url)", limit: limit) {
      guard let (status, body) = try await page("/health/ready"), status == 503 else { return false }
      return try JSONDecoder().decode(Problem.self, from: Data(body.utf8)).nietGereed == missing
    }
  }
}
