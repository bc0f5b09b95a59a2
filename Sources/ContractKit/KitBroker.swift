import AMQP
import Foundation
import JOSE
import LocalServices
import OrderedCollections
import StoreBase
import StrictJSON

/// A private broker with all that one partner has there, by the names and limits that it has with a real service.
struct KitBroker: Sendable {
  static let partner = "00000099000000000001"
  static let service = "urn:nld:oin:00000099000000000000:systeem:casusregie"
  private static let host = "kit"

  let server: LocalBroker
  let names: PartnerNames
  private let password = UUID().uuidString

  /// - Parameter keyring: that names follow from.
  static func start(_ keyring: Keyring) async throws -> KitBroker {
    let broker = KitBroker(server: try await .start(in: .temporary), names: PartnerNames(of: partner, keyring: keyring))
    do { try await broker.prepare() } catch {
      await broker.server.stop()
      throw error
    }
    return broker
  }

  private func prepare() async throws {
    let limits = #""x-queue-type":"quorum","x-overflow":"reject-publish","x-delivery-limit":1000000000"#
    let queue = #"{"durable":true,"arguments":{\#(limits)}}"#
    let read = "^\(names.events.replacing(".", with: "\\\\."))$"
    let write = "^\(names.entrance.replacing(".", with: "\\\\."))$"
    for (path, json) in [
      ("vhosts/\(Self.host)", "{}"),
      ("permissions/\(Self.host)/\(server.adminUser)", #"{"configure":".*","write":".*","read":".*"}"#),
      ("queues/\(Self.host)/\(names.events)", queue), ("queues/\(Self.host)/\(names.commands)", queue),
      ("exchanges/\(Self.host)/\(names.entrance)", #"{"type":"fanout","durable":true}"#),
      ("users/\(user)", #"{"password":"\#(password)","tags":""}"#),
      ("permissions/\(Self.host)/\(user)", #"{"configure":"^$","write":"\#(write)","read":"\#(read)"}"#),
    ] { try await server.manage("PUT", "/api/\(path)", json: json) }
    let binding = "/api/bindings/\(Self.host)/e/\(names.entrance)/q/\(names.commands)"
    try await server.manage("POST", binding, json: #"{"routing_key":""}"#)
  }

  private var user: String { PartnerNames.user(of: Self.partner) }

  /// What an operator gives a partner: `access.json`.
  var access: JSON {
    [
      "organisation": .string(Self.partner), "service": .string(Self.service), "host": "127.0.0.1",
      "port": .integer(Int64(server.amqpPort)), "tls": false, "virtualHost": .string(Self.host),
      "queue": .string(names.events), "exchange": .string(names.entrance), "user": .string(user),
      "password": .string(password),
    ]
  }

  var configuration: AMQPConfiguration {
    AMQPConfiguration(
      host: "127.0.0.1",
      port: server.amqpPort,
      virtualHost: Self.host,
      credentials: .plain(user: server.adminUser, password: server.adminPassword)
    )
  }
}
