import AsyncHTTPClient
import CaseAPI
import CaseCore
import Development
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import LocalTime
import NIOCore
import StoreBase
import Synchronization
import Testing

@Suite struct LocalModeTests {
  @Test(arguments: [("P3M", 80.0...95.0), ("P10D", 9.9...10.1), ("PT36H", 1.49...1.51), ("P1Y", 365.0...366.1)])
  func theClockMovesForward(length: String, days: ClosedRange<Double>) async throws {
    let api = try await TestAPI(local: true)
    let before = try await api.clock.now()
    let reply = try await api.send(
      .post,
      "/v1/lokaal/klok",
      headers: [.contentType: "application/json"],
      body: #"{"vooruit":"\#(length)"}"#
    )
    #expect(reply.status == 200)
    let after = try Instant(rfc3339: try #require(reply["tijdstip"].text))
    #expect(days.contains(Double(after.microseconds(since: before)) / 86_400e6))
    let read = try await api.send(.get, "/v1/lokaal/klok")
    #expect(try Instant(rfc3339: try #require(read["tijdstip"].text)) >= after)
    // The loop that waits for deadlines hears of it.
    await api.wakes.timers.wait(atMost: .seconds(30))
  }

  @Test(arguments: [#"{}"#, #"{"vooruit":"-P1D"}"#, #"{"vooruit":3}"#, #"{"vooruit":"P1D","x":1}"#, "[]"])
  func theClockTakesNothingElse(body: String) async throws {
    let api = try await TestAPI(local: true)
    let reply = try await api.send(.post, "/v1/lokaal/klok", headers: [.contentType: "application/json"], body: body)
    #expect(reply.status == 400)
    #expect(reply.faults == ["vooruit"])
  }

  /// The local issuer's tokens go the way of any other: over HTTP, by discovery, with its public key.
  @Test func theLocalIssuersTokensAreCheckedLikeAnyOther() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }  // what is left is a key of a test
    let api = try await TestAPI(local: true)
    let page = Held<TestAPI?>(nil)
    let service = try await Web.hang { path in
      let reply = try await page.withLock { $0 }?.send(.get, path)
      return (reply.map { .init(code: $0.status) } ?? .notFound, reply?.text ?? "")
    }
    let configuration = IssuerConfiguration(unchecked: service + IssuerConfiguration.localPath, audience: "casusregie")
    let issuer = try LocalIssuer(folder: folder, configuration)
    let verified = try await TestAPI(local: true) { services in
      services.localRoutes = LocalRoutes(clock: api.clock, issuer: issuer, wakes: api.wakes).routes
      services.tokens = TokenVerifier([configuration], client: .shared, logger: services.logger)
    }
    page.withLock { $0 = verified }
    let token = try await issuer.token(
      subject: "iemand",
      organisation: TestAPI.counter.organisation,
      roles: ["balie"],
      validFor: .seconds(60)
    )
    let taken = try await verified.send(.get, "/v1/casussen", headers: [.authorization: "Bearer \(token)"])
    #expect(taken.status == 200, "\(taken.text)")
    let late = try await issuer.token(
      subject: "iemand",
      organisation: TestAPI.counter.organisation,
      roles: ["balie"],
      validFor: .seconds(-60)
    )
    #expect(try await verified.send(.get, "/v1/casussen", headers: [.authorization: "Bearer \(late)"]).status == 401)
    // Another service, that trusts another issuer.
    #expect(try await api.send(.get, "/v1/casussen", headers: [.authorization: "Bearer \(token)"]).status == 401)
  }

  @Test func theKeyIsKeptForItsOwnerOnly() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }  // what is left is a key of a test
    let configuration = IssuerConfiguration(unchecked: "http://localhost", audience: "casusregie")
    let first = try LocalIssuer(folder: folder, configuration)
    let second = try LocalIssuer(folder: folder, configuration)
    func keyName(_ issuer: LocalIssuer) async throws -> String? {
      let token = try await issuer.token(subject: "x", organisation: "y", roles: [], validFor: .seconds(1))
      let header = token.prefix { $0 != "." } + String(repeating: "=", count: 3)
      let padded = header.prefix(header.count - header.count % 4)
      let fields = try JSONDecoder().decode(
        [String: String].self,
        from: try #require(Data(base64Encoded: String(padded)))
      )
      return fields["kid"]
    }
    #expect(try await keyName(first) != nil)
    #expect(try await keyName(first) == keyName(second))
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files.count == 1)
    let file = folder.appending(path: try #require(files.first)).path
    #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    try Data("no key".utf8).write(to: URL(filePath: file))
    #expect(throws: LocalIssuerFault.self) { try LocalIssuer(folder: folder, configuration) }
  }
}

/// A value that is there later than what uses it.
private final class Held<Value: Sendable>: Sendable {
  private let value: Mutex<Value>

  init(_ value: Value) { self.value = Mutex(value) }

  func withLock<Result: Sendable>(_ body: @Sendable (inout Value) -> Result) -> Result { value.withLock { body(&$0) } }
}
