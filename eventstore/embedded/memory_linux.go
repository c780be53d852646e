package embedded

// memoryDisk is where files lie in memory.
const memoryDisk = "/dev/shm"
