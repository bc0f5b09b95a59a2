import AMQP
import CaseCore
import Development
import Foundation
import OrderedCollections
import Outbox
import Server
import StrictJSON
import TestServices
import Testing
import WorkflowFiles

/// Those who take part in the cases, and all that they got of them.
struct Parties {
  private let installation: Installation
  private let instance: Instance
  /// By number.
  private let access: [String: PartnerAccess]
  /// By the numbers of organisations: the numbers of the cases, by the ids under which they know them.
  private var known: [String: [String: Int]] = [:]
  private(set) var got: OrderedDictionary<String, WhatPartnersGot> = [:]
  private(set) var times: Set<String> = []

  init(_ installation: Installation, _ instance: Instance, _ access: [String: PartnerAccess]) {
    (self.installation, self.instance, self.access) = (installation, instance, access)
  }

  mutating func know(_ courses: [BriefPlayer.Course]) async throws {
    for (number, course) in courses.enumerated() {
      let id = try #require(course.id.values.first)
      let rows = try await installation.rows(
        "select organisation, alias from case_party where case_id = (select case_id from case_party where alias = '\(id)')"
      )
      for row in rows {
        let columns = row.split(separator: "|").map(String.init)
        known[columns[0], default: [:]][columns[1]] = number
      }
    }
  }

  /// What each reads over REST, with the headers but for the moment of the answer.
  mutating func read() async throws {
    let tokens = try LocalTokens(installation.settings)
    for organisation in try ScenarioFolder(ShippedWorkflows.casework).organisations.values {
      guard let numbers = known[organisation.number] else { continue }
      let roles = organisation.roles.sorted()
      let sender = try await Sender(
        organisation.number,
        roles: roles,
        subject: "lezer-\(organisation.number)",
        tokens: tokens
      )
      for list in ["casussen", "termijnen"] {
        guard let reply = try await answer("/v1/\(list)", to: sender) else { continue }
        let limits = JSONLimits(bytes: 1 << 22, depth: 40, values: 200_000)
        for item in try JSONReader.read(Array(reply.body), within: limits)[list]?.items ?? [] {
          got[organisation.number, default: .init()].add(item.text, numbers)
        }
      }
      for id in numbers.keys.sorted() {
        for part in ["", "/journaal", "/mogelijkheden"] {
          guard let reply = try await answer("/v1/casussen/\(id)\(part)", to: sender) else { continue }
          // How much one may still ask counts what one asked oneself, and says nothing of a case.
          let headers = reply.headers.split(separator: "\n").filter { line in
            !["date:", "ratelimit:"].contains { line.lowercased().hasPrefix($0) }
          }
          let text = "\(id) \(headers.joined(separator: " "))\n\(String(decoding: reply.body, as: UTF8.self))"
          got[organisation.number, default: .init()].add(text, numbers, isJournal: part == "/journaal")
        }
      }
    }
  }

  /// - Returns: `nil` for what may not be read any more, or never might.
  private func answer(_ path: String, to sender: Sender) async throws -> Sender.Reply? {
    let reply = try await sender.answer(instance.url + path)
    #expect([200, 403, 404].contains(reply.status), "\(path): \(reply.status)")
    return reply.status == 200 ? reply : nil
  }

  /// The events of each, as they come and as they are given again. They are numbered 1, 2, 3 for each by itself.
  mutating func receive() async throws {
    try await installation.waitUntilAllIsTold()
    for (organisation, numbers) in known {
      guard let access = access[organisation] else { continue }
      let count = "select last_sequence from recipient where organisation = '\(organisation)'"
      let told = try await installation.rows(count).first.flatMap { Int($0) } ?? 0
      guard told > 0 else { continue }
      let received = try await received(access, count: told)
      let events = try await received + askedAgain(access)
      #expect(Set(received.compactMap(Self.sequence)) == Set(1...told), "\(organisation)")
      for event in events {
        got[organisation, default: .init()].add(event, numbers)
        guard event.contains(#""subject":"#), let time = event.firstMatch(of: /"time":"([^"]+)"/) else { continue }
        times.insert(String(time.1))
      }
    }
  }

  private static func sequence(_ event: String) -> Int? {
    event.firstMatch(of: /"sequence":"([0-9]+)"/).flatMap { Int($0.1) }
  }

  /// Each message with everything that comes with it.
  private func received(_ access: PartnerAccess, count: Int) async throws -> [String] {
    let connection = AMQPConnection(access)
    var all: [String] = []
    for try await delivery in try await connection.consume(access.queue) {
      // The broker sends no more than so many that are not.
      await delivery.ack()
      all.append(
        "\(String(decoding: delivery.body, as: UTF8.self)) \(delivery.properties) \(delivery.exchange) \(delivery.routingKey)"
      )
      // A standing has no number, and comes when time moves.
      if all.count(where: { $0.contains(#""sequence":"#) }) == count { break }
    }
    await connection.close()
    return all
  }

  /// The same events as `GET /v1/gebeurtenissen` gives them.
  private func askedAgain(_ access: PartnerAccess) async throws -> [String] {
    let source = EventSource(
      operatorNumber: installation.settings.service.oin,
      baseURL: installation.settings.service.url
    )
    let history = EventHistory(try Administration(installation.settings).pool, from: source)
    let events = try await history.events(of: access.organisation, from: 1, to: .max)
    return events.map { String(decoding: $0.json, as: UTF8.self) }
  }
}
