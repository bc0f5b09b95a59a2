import Foundation
import Server
import StrictJSON
import TestServices
import Testing

extension WholeService {
  /// One organisation's load is its own.
  @Suite struct FloodTests {
    @Test("What one sends in a flood, poison among it, makes another wait for none of it")
    func another() async throws {
      try await QueueSetting.with(.shared, QueueSetting.Cast(names: ["gemeente", "zvh", "politie"])) { setting in
        let settings = setting.installation.settings
        let flooder = try QueueSender(try #require(setting.access[Partners.police]), settings: settings)
        _ = try await Administration(settings).register(flooder.keys, of: flooder.organisation)
        try await flooder.listen()
        let token = try await flooder.token("politie", settings: settings)
        // All of it is there before any of it is taken.
        setting.instance.freeze()
        let count = 300
        for number in 0..<count {
          // Each is read, opened, verified and refused.
          var request = setting.request(setting.addition, on: UUID().uuidString.lowercased())
          request.token = token
          try await flooder.send(request)
          if number.isMultiple(of: 3) { try await flooder.send(Array("poison \(number)".utf8), id: UUID()) }
        }
        let begun = setting.beginning
        try await setting.sender.send(begun)
        setting.instance.thaw()
        #expect(try await setting.sender.answer(to: begun.id)["uitkomst"]?.string == "uitgevoerd")
        try await flooder.answers.wait(for: "the answers to the flood") { $0.count == count }
        // It came last, and most of the flood was answered after it: by the order in which the service did, for we may look late.
        let before = try await setting.installation.rows(
          """
          select count(*) from outbox where event = 'opdracht.afgehandeld'
            and id < (select id from outbox where causation = '\(begun.id.uuidString)')
          """
        )
        #expect(before.first.flatMap(Int.init).map { $0 < count / 2 } == true, "\(before)")
        #expect(flooder.answers.value.values.allSatisfy { $0.first?["code"]?.string == "unknown-case" })
        await flooder.close()
      }
    }
  }
}
