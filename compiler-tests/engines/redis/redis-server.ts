/** A throw-away Redis from the `redis-server` binary on PATH: on loopback, on a spare port, nothing kept on disk. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

export interface RedisServer {
  readonly url: string;
  readonly password: string;
  readonly stop: () => Promise<void>;
}

/** Starts a server. Throws where the binary is missing or does not start within ten seconds. */
export async function startRedis(): Promise<RedisServer> {
  const port = await sparePort();
  const password = 'c4n4ry-redis';
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--requirepass', password], { stdio: ['ignore', 'pipe', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('redis-server did not start within 10 s')), 10_000);
    const done = (settle: () => void): void => {
      clearTimeout(timer);
      settle();
    };
    child.once('error', (error) => done(() => reject(new Error(`redis-server is needed on PATH (Debian: apt-get install redis-server): ${error.message}`))));
    child.once('exit', (code) => done(() => reject(new Error(`redis-server ended with ${code}`))));
    child.stdout.on('data', (data: Buffer) => {
      if (data.toString().includes('Ready to accept connections')) done(resolve);
    });
  });
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    password,
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

function sparePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });
}
