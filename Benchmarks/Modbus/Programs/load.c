/* SPDX-License-Identifier: Apache-2.0 */

/* The load on Modbus TCP servers on 127.0.0.1 that have WORDS registers.
 *
 *     load WORDS hurried ROUNDS MILLISECONDS SERVER …   the next request follows the answer at once
 *     load WORDS paced ROUNDS MILLISECONDS SERVER …     each client sends one request a second
 *     load WORDS idle SERVER                            each sends one request, and then none until standard input ends
 *
 * The servers take turns, for so long in each round: short turns, because what else the machine does changes its speed
 * by the second. SERVER is PORT,CONNECTIONS,SCHEDSTAT,… where each SCHEDSTAT is a /proc/PID/task/TID/schedstat of a thread that serves.
 *
 * Prints for each turn
 *     turn SERVER ANSWERS NANOSECONDS ALL-ANSWERS SERVER-NANOSECONDS
 * where ALL-ANSWERS are those that came after the turn's end too, as SERVER-NANOSECONDS of CPU time belong to all; and
 * in the end for each server
 *     server SERVER P50 P99 WRONG TORN CHANGES
 * with latencies in µs. */

#define _GNU_SOURCE
#include "clients.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MOST_THREADS = 16,
    /* Rounds that aren't counted. */
    WARM_UP = 2,
    /* How long a server has for going back to sleep, whereupon the kernel has counted its time exactly. */
    REST = 500000,
};

struct thread {
    const char *schedstat;
    /* Nanoseconds that it had run for when it was last looked at. */
    unsigned long long time;
};

struct server {
    struct clients *clients;
    unsigned thread_count;
    struct thread threads[MOST_THREADS];
};

static struct server parse_server(char *text)
{
    struct server server = {0};
    uint16_t port = (uint16_t)atoi(strtok(text, ","));
    const char *connections = strtok(NULL, ",");
    server.clients = connect_clients(port, connections ? (unsigned)atoi(connections) : 0);
    for (const char *file; (file = strtok(NULL, ",")) && server.thread_count < MOST_THREADS;)
        server.threads[server.thread_count++].schedstat = file;
    return server;
}

/* The nanoseconds that the server's threads have run for. One that has ended did so while nothing was measured: idle
 * threads of a pool end. */
static uint64_t cpu_time(struct server *server)
{
    uint64_t sum = 0;
    nanosleep(&(struct timespec){.tv_nsec = REST}, NULL);
    for (unsigned index = 0; index < server->thread_count; index++) {
        struct thread *thread = &server->threads[index];
        FILE *file = fopen(thread->schedstat, "r");
        if (file) {
            /* Its first number. */
            if (fscanf(file, "%llu", &thread->time) != 1) fail(thread->schedstat);
            fclose(file);
        }
        sum += thread->time;
    }
    return sum;
}

static void drain(struct clients *clients)
{
    for (unsigned index = 0; index < clients->count; index++)
        while (clients->all[index].waits) take_answers(clients, SECOND, false);
}

static void hurry(struct clients *clients, uint64_t duration)
{
    uint64_t start = now();
    for (unsigned index = 0; index < clients->count; index++) send_request(&clients->all[index], now());
    while (now() < start + duration) take_answers(clients, SECOND / 1000, true);
}

/* The clients take turns, evenly over each second. */
static void pace(struct clients *clients, uint64_t duration)
{
    uint64_t start = now(), next = 0;
    for (uint64_t time = start; time < start + duration; time = now()) {
        uint64_t due;
        while ((due = start + next * SECOND / clients->count) <= time) {
            struct client *client = &clients->all[next++ % clients->count];
            if (!client->waits) send_request(client, time);
        }
        take_answers(clients, due - time, false);
    }
}

typedef void turn_function(struct clients *, uint64_t duration);

static void take_turn(unsigned number, struct server *server, turn_function *turn, uint64_t duration)
{
    struct clients *clients = server->clients;
    uint64_t cpu = cpu_time(server), start = now();
    clients->answered = 0;
    turn(clients, duration);
    uint64_t answered = clients->answered, elapsed = now() - start;
    drain(clients);
    printf("turn %u %llu %llu %llu %llu\n", number, (unsigned long long)answered, (unsigned long long)elapsed,
           (unsigned long long)clients->answered, (unsigned long long)(cpu_time(server) - cpu));
}

static void print_server(unsigned number, const struct clients *clients)
{
    printf("server %u %u %u %llu %llu %llu\n", number, percentile(clients, 0.5), percentile(clients, 0.99),
           (unsigned long long)clients->wrong, (unsigned long long)clients->torn, (unsigned long long)clients->changes);
}

static void stay_idle(struct clients *clients)
{
    for (unsigned index = 0; index < clients->count; index++) send_request(&clients->all[index], now());
    drain(clients);
    print_server(0, clients);
    fflush(stdout);
    while (getchar() != EOF) {}
}

static void alternate(turn_function *turn, unsigned rounds, uint64_t duration, unsigned count, char **texts)
{
    struct server *servers = allocate(count, sizeof *servers);
    for (unsigned index = 0; index < count; index++) servers[index] = parse_server(texts[index]);
    for (unsigned index = 0; index < WARM_UP * count; index++) {
        turn(servers[index % count].clients, duration);
        drain(servers[index % count].clients);
        forget_latencies(servers[index % count].clients);
    }
    for (unsigned index = 0; index < rounds * count; index++)
        take_turn(index % count, &servers[index % count], turn, duration);
    for (unsigned index = 0; index < count; index++) print_server(index, servers[index].clients);
}

int main(int count, char **arguments)
{
    if (count < 4 || atoi(arguments[1]) < MOST_REGISTERS) return 64;
    raise_file_limit();
    build_requests((unsigned)atoi(arguments[1]));
    const char *mode = arguments[2];
    turn_function *turn = !strcmp(mode, "hurried") ? hurry : !strcmp(mode, "paced") ? pace : NULL;
    if (turn && count > 5) {
        uint64_t duration = (uint64_t)atoi(arguments[4]) * (SECOND / 1000);
        alternate(turn, (unsigned)atoi(arguments[3]), duration, (unsigned)count - 5, arguments + 5);
    } else if (!strcmp(mode, "idle")) {
        stay_idle(parse_server(arguments[3]).clients);
    } else {
        return 64;
    }
    return 0;
}
