import AsyncHTTPClient
import CaseCore
import CaseStore
import Foundation
import NIOCore
import NIOHTTP1

public struct PartnerAccess: Sendable { public var queue: String; public var user: String; public var password: String }
struct PartnerRegistration {
  var organisations: OrganisationStore
  var broker: (url: String, user: String, password: String, vhost: String)
  func register(_ o: Organisation) async throws -> PartnerAccess {
    let q = "events.\(o.number)"
    try await organisations.register(o, queue: q)
    let pw = UUID().uuidString
    try await put("/api/queues/\(broker.vhost)/\(q)", #"{"durable":true,"arguments":{"x-queue-type":"quorum"}}"#)
    try await put("/api/users/\(q)", #"{"password":"\#(pw)","tags":""}"#)
    try await put(
      "/api/permissions/\(broker.vhost)/\(q)",
      #"{"configure":"^$","write":"^$","read":"^\#(q.replacing(".", with: "\\\\."))$"}"#
    )
    return PartnerAccess(queue: q, user: q, password: pw)
  }
  func put(_ path: String, _ json: String) async throws {
    var r = HTTPClientRequest(url: broker.url + path)
    r.method = .PUT
    r.headers.add(name: "content-type", value: "application/json")
    r.setBasicAuth(username: broker.user, password: broker.password)
    r.body = .bytes(ByteBuffer(string: json))
    let a = try await HTTPClient.shared.execute(r, timeout: .seconds(10))
    guard a.status.code < 300 else { throw SettingsError(faults: ["broker \(a.status)"]) }
  }
}
extension Settings {
  func brokerAdministration() throws -> (url: String, user: String, password: String, vhost: String) {
    (
      broker.managementURL ?? "", broker.administrator ?? "",
      try SecretFile.read(broker.administratorPasswordFile ?? ""), "casusregie"
    )
  }
}
