import AMQP
import Development
import Foundation
import Server
import StrictJSON
import TestServices

/// A partner that looks at everything that its people, its system and its broker user can reach.
struct CuriousPartner {
  let setting: QueueSetting
  private let person: CuriousPerson
  private let broker: AMQPConnection

  /// - Parameter own: the id of its own case.
  init(_ setting: QueueSetting, own: String) async throws {
    self.setting = setting
    let (access, settings) = (setting.sender.access, setting.installation.settings)
    let sender = try await Sender(access.organisation, role: "gemeente", tokens: LocalTokens(settings))
    person = CuriousPerson(sender: sender, url: setting.instance.url, own: own)
    broker = AMQPConnection(access)
  }

  func close() async { await broker.close() }

  /// - Parameters:
  ///   - other: another organisation; its number is known to everybody.
  ///   - foreign: the ids under which others know their cases, which it cannot know.
  func view(of other: String, foreign: [String] = []) async throws -> CuriousPerson.View {
    var view = try await person.view(foreign: foreign)
    for address in CuriousPerson.lists + CuriousPerson.addresses(of: person.own) + ["/v1/casussen/\(person.unknown)"] {
      let answer = try await setting.sender.ask(address, token: setting.token)
      view["question \(address)"] = "\(answer.status?.text ?? "-") \(answer.body.text)"
    }
    let told = try await setting.sender.ask("/v1/gebeurtenissen?vanaf=1&tot=2", token: nil)
    view["question of its system"] = told.body.text
    for name in ["events.\(other)", "opdrachten.\(other)", "in.\(other)", "amq.rabbitmq.trace"] {
      view["queue \(name)"] = await queue(name)
    }
    try await waitUntilCounted()
    view["events"] = events.sorted().joined(separator: " ")
    return view
  }

  private func queue(_ name: String) async -> String {
    do throws(AMQPError) {
      let info = try await broker.queueInfo(name)
      return "\(info.messageCount) messages, \(info.consumerCount) consumers"
    } catch { return "\(error.kind)" }
  }

  /// What it was told that answers nothing. A standing comes every quarter of an hour, to everybody.
  private var events: [String] { setting.sender.events.value.filter { $0 != "nl.casusregie.stand" } }

  /// The last of its numbers is that of what it got: nothing of others has one between them.
  private func waitUntilCounted() async throws {
    try await waitFor("a standing that counts what it got") {
      let got = events.count + setting.sender.answers.value.values.reduce(0) { $0 + $1.count }
      let standing = try await setting.sender.ask("/v1/gebeurtenissen/stand", token: nil)
      return standing.body["laatste"] == .integer(Int64(got))
    }
  }
}
