import Foundation
import LocalServices
import TestServices
import Testing

@Suite struct LocalBrokerTests {
  @Test func keepsDefinitionsOverKillAndStopsWithoutTrace() async throws {
    let broker = try await LocalBroker.start(in: .temporary)
    for port in [broker.amqpPort, broker.managementPort] {
      #expect(try await listeningAddresses(port: port) == ["0100007F"])
    }
    try await broker.manage("PUT", "/api/vhosts/kept")
    try await broker.manage(
      "PUT",
      "/api/queues/kept/cases",
      json: #"{"durable":true,"arguments":{"x-queue-type":"quorum"}}"#
    )
    let port = broker.amqpPort
    try await broker.kill()
    #expect(Processes(of: broker.folder).ids.count == 2)  // the guard
    try await broker.restart()
    #expect(broker.amqpPort == port)
    #expect(try await broker.manage("GET", "/api/queues/kept/cases").contains(#""type":"quorum""#))
    await broker.stop()
    #expect(Processes(of: broker.folder).ids.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: broker.folder.path))
  }

  /// The kernel gives the table in pieces of some 27 lines, and those who listen come first.
  @Test func aPortIsFoundBehindManyOthers() async throws {
    let others = try (1...60).map { _ in try TakenPort() }
    for port in others { #expect(try await listeningAddresses(port: port.number) == ["0100007F"]) }
  }

  /// A thread stops only when it gets a processor, so all of them are kept busy meanwhile: no longer, for every other test waits for
  /// them too.
  @Test func pauseIsDoneWhenAllStandStill() async throws {
    try await TestServices.privateBroker { broker in
      // Found beforehand: looking for them takes longer than they take to stop.
      let processes = Processes(of: broker.folder)
      for _ in 1...10 {
        let load = BusyProcessors()
        defer { load.end() }
        try await broker.pause()
        #expect(processes.isFrozen)
        load.end()
        try await broker.resume()
      }
    }
  }

  @Test func refusalTellsTheStatus() async throws {
    let broker = try await TestServices.broker()
    let refusal = await #expect(throws: ManagementRefusal.self) { try await broker.manage("GET", "/api/nonsense") }
    #expect(refusal?.status == 404)
  }
}
