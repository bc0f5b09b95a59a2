import ServiceLifecycle
import StoreBase

/// Has the wakes between processes end with the service.
struct WakeService: Service {
  let broadcast: WakeBroadcast

  func run() async { await cancelWhenGracefulShutdown { await broadcast.run() } }
}
