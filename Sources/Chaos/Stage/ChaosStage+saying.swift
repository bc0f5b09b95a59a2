import AsyncHTTPClient
import Development
import Foundation
import NIOCore
import NIOHTTP1
import StrictJSON

/// What the instances say of themselves, where an operator looks.
extension ChaosStage {
  /// How many instances name the broker among what is limited, at `/health/ready`.
  func instancesThatMissTheBroker() async throws -> Int {
    var count = 0
    for number in 0..<instanceCount {
      guard let body = await get(instance(number).url + "/health/ready") else { continue }
      let answer = try JSONReader.read(body, within: .ofAnswers)
      if answer["beperkt"]?.items?.contains(where: { $0.string == "broker" }) == true { count += 1 }
    }
    return count
  }

  /// How often instances could not carry out a command or handle a message for want of the database, since they were started.
  func databaseFailures() async throws -> Int {
    var sum = 0.0
    for number in 0..<instanceCount {
      guard let page = await get("http://127.0.0.1:\(metricsPorts[number])/metrics") else { continue }
      for line in String(decoding: page, as: UTF8.self).split(separator: "\n") where Self.tellsOfDatabase(line) {
        sum += line.split(separator: " ").last.flatMap { Double($0) } ?? 0
      }
    }
    return Int(sum)
  }

  private static func tellsOfDatabase(_ line: Substring) -> Bool {
    line.hasPrefix("casusregie_commands_total{") && line.contains(#/code="(database|outcome-unknown)"/#)
      || line.hasPrefix("casusregie_inbox_waits_total{") && line.contains(#"reason="database""#)
  }

  /// - Returns: `nil` from one that does not listen, or not yet.
  private func get(_ url: String) async -> [UInt8]? {
    do {
      let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: .seconds(10))
      let body = try await response.body.collect(upTo: 4 << 20)
      return Array(body.readableBytesView)
    } catch {
      return nil
    }
  }
}
